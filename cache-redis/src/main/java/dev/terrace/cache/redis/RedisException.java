package dev.terrace.cache.redis;

import dev.terrace.cache.tier.TierUnavailableException;
import org.jspecify.annotations.Nullable;

/** A command that a server did not carry out, or whose answer did not come. Its message has no secrets. */
final class RedisException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What went wrong, as far as it makes a difference. */
    enum Kind {
        /** The server could not be reached; nothing was sent. */
        REFUSED(true, false),
        /** The connection broke: whether the command was carried out is unknown. */
        BROKEN(true, true),
        /** No answer in time: the same. */
        TIMEOUT(true, true),
        /** The server answers, but does not serve: it loads, is a replica, is short of a master or a slot. */
        NOT_SERVING(true, false),
        /** User, password or rights do not suffice. */
        ACCESS(true, false),
        /** All connections are in use. */
        NO_CONNECTION(false, false),
        /** The breaker is open: nothing was tried. */
        OPEN(false, false),
        /** The slot has moved to another server. */
        MOVED(false, false),
        /** The key is on another server while its slot moves. */
        ASK(false, false),
        /** A slot of the cluster is on its way: commands with several keys of it must wait. */
        MOVING(false, false),
        /** The script is not known yet. */
        NO_SCRIPT(false, false),
        /** Another type is stored under the key. */
        WRONG_TYPE(false, false),
        /** The server has no room. */
        OUT_OF_MEMORY(false, false),
        /** Anything else the server said. */
        OTHER(false, false);

        private final boolean outage;
        private final boolean outcomeUnknown;

        Kind(boolean outage, boolean outcomeUnknown) {
            this.outage = outage;
            this.outcomeUnknown = outcomeUnknown;
        }

        /** Returns true if the breaker counts it. */
        boolean isOutage() {
            return outage;
        }

        /** Returns true if the command may have been carried out. */
        boolean isOutcomeUnknown() {
            return outcomeUnknown;
        }
    }

    /** While a breaker is open every read meets one of these: where that was says nothing, and costs microseconds. */
    RedisException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause, true, kind != Kind.OPEN);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** Returns the same failure of something of which a part may have been carried out. */
    RedisException afterAPart() {
        return kind.isOutcomeUnknown() ? this : new RedisException(Kind.BROKEN, String.valueOf(getMessage()), this);
    }

    /** As callers of the tier know it. */
    TierUnavailableException asUnavailable() {
        return new TierUnavailableException("redis: " + getMessage(), kind.isOutcomeUnknown(), this);
    }
}
