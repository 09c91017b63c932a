"""Pages for citizens and businesses: filing, the receipt, following a matter, published complaints."""
