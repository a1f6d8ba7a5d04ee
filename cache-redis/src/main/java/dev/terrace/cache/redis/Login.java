package dev.terrace.cache.redis;

import org.jspecify.annotations.Nullable;

/**
 * Who logs in.
 *
 * @param user the name of an ACL user; null for the server's default user
 * @param password null to log in without one
 */
record Login(@Nullable String user, @Nullable Secret password) {

    static final Login NONE = new Login(null, null);

    Login {
        if (user != null && password == null) {
            throw new IllegalArgumentException(
                    "a user needs a password; pass redis://user:password@host:port or the settings user and password");
        }
    }

    /** User names are not secret, but they are nobody's business either. */
    @Override
    public String toString() {
        return password == null ? "nobody" : "***";
    }
}
