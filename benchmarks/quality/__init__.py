"""Quality of territory plans on real instances that lie beside the checkout, never in it."""
