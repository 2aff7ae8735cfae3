"""The guide on the web: the conversation's pages and its JSON, over `bot` and `policy`."""
