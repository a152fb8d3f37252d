"""Forms of price lists, offers and business cases."""
