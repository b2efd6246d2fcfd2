//! Strangers' HTML: made safe, made text.
