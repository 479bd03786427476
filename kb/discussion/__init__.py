"""What the network says of its texts: discussions, and what each organisation holds."""
