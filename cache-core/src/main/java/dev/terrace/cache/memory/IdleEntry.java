package dev.terrace.cache.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An entry that expires when it is not read for a while. The time of the last read is a plain field
 * written without ordering: two readers that race leave one of their times, which is as good.
 */
final class IdleEntry<V> extends MemoryEntry<V> {

    private static final VarHandle LAST_READ;

    static {
        try {
            LAST_READ = MethodHandles.lookup().findVarHandle(IdleEntry.class, "lastRead", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long idleMillis;
    private final long refreshAt;

    @SuppressWarnings("unused") // through LAST_READ
    private long lastRead;

    IdleEntry(@Nullable V value, Lifetime life, Stamp stamp, long[] labels, int weight) {
        super(value, life, stamp, labels, weight);
        this.idleMillis = life.idleMillis();
        this.refreshAt = life.refreshAt();
        this.lastRead = life.createdAt();
    }

    private boolean isIdle(long now) {
        return now - lastRead() >= idleMillis;
    }

    @Override
    long lastRead() {
        return (long) LAST_READ.getOpaque(this);
    }

    @Override
    public Lifetime life() {
        Lifetime plain = super.life();
        return new Lifetime(plain.createdAt(), plain.expiresAt(), plain.staleUntil(), refreshAt, idleMillis);
    }

    @Override
    public boolean isFresh(long now) {
        return super.isFresh(now) && !isIdle(now);
    }

    @Override
    public boolean isDead(long now) {
        return super.isDead(now) || isIdle(now);
    }

    @Override
    public boolean isDueForRefresh(long now) {
        return value() != null && now >= refreshAt && isFresh(now);
    }

    @Override
    public void touch(long now) {
        LAST_READ.setOpaque(this, now);
    }
}
