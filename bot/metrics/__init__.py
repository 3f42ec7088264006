"""How the bot is watched from outside: figures for Prometheus and a health page, on an address of its own."""
