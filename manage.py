#!/usr/bin/env python3
"""The site's command line."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("PATIENCE", "60")  # nobody sits before a browser and waits for a command
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Termwise cannot start: {error}")


if __name__ == "__main__":
    main()
