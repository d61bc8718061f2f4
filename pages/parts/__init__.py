"""What pages are put together from.

It lies in a folder of its own, because Streamlit takes every file beside the pages for a page.
"""
