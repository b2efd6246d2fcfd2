//! One poll, told once from top to bottom.
