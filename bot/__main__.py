"""`python -m bot` is `kuaixun`."""

from bot.cli import main

if __name__ == "__main__":
    main()
