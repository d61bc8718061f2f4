-- The sign-ins that were ended by signing out, by the hash of what tells one from another: a copy of such
-- a cookie is worth nothing. A line goes when the sign-in would have ended by itself.
CREATE TABLE signed_out (
    session VARCHAR,
    signed_out_at TIMESTAMP,
    ends_at TIMESTAMP
);

-- From when on people signed in, or the program was used locally again, newest last.
CREATE TABLE sign_in_modes (
    happened_at TIMESTAMP,
    is_sign_in BOOLEAN
);
