"""`python -m geminivideo` is the same as the `geminivideo` command."""

from geminivideo.app.cli.main import main

if __name__ == "__main__":
    main()
