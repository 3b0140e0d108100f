"""Pages of the customer, and what is pressed on them."""
