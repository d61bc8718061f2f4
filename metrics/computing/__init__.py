"""What computes and keeps the figures of a data version: part of what its fingerprint covers."""
