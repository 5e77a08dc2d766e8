"""Knowledge graphs from oncology case reports."""

__version__ = "0.1.0"
