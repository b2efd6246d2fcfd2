//! HTTP: the one door to the network.
