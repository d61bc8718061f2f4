"""How the server is: for IT, without any figure."""

import streamlit as st

from pages.parts import table_view
from pages.parts.app import App
from phrases.text_tables import make_table
from services.operation import describe_operation


def show(app: App) -> None:
    """Show versions, sizes and what is to be done."""
    st.header("Drift", anchor=False)
    lines = describe_operation(app.store, app.configuration)
    table_view.show(make_table("Serveren", ("Hvad", "Nu"), lines))
