//! Tags and disclaimers of a draft: from the feed and from the configuration.
