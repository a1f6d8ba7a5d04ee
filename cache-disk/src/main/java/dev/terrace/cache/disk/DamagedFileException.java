package dev.terrace.cache.disk;

/** Thrown when the map file holds something that no entry can be; the file must be set aside. */
final class DamagedFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DamagedFileException(String message) {
        super(message);
    }
}
