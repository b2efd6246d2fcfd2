//! Digests: the articles of one window, chosen, ordered and cut to the outlets' terms.
