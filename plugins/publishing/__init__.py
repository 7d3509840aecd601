"""How a built site becomes public: by the own server's hooks, or sent to a webspace."""
