package dev.terrace.cache.disk;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierUnavailableException;
import dev.terrace.cache.time.SystemTime;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Damages copies of a folder, opens each, reads and writes everything, and tells how each went. */
final class MutantReader {

    static final long BUDGET = 1 << 20;
    static final int KEYS = 300;
    private static final int PAGE = 4096;

    private MutantReader() {}

    /** Takes the whole folder, one for the copies, the first and the last number of a mutant, and the seed. */
    public static void main(String[] arguments) throws IOException {
        Path whole = Path.of(arguments[0]);
        int last = Integer.parseInt(arguments[3]);
        for (int mutant = Integer.parseInt(arguments[2]); mutant <= last; mutant++) {
            Path copy = Path.of(arguments[1]).resolve("mutant-" + mutant);
            Random random = new Random(Long.parseLong(arguments[4]) * 1_000_003 + mutant);
            copy(whole, copy);
            String kind = mutate(copy, random);
            System.out.println("begin " + mutant + " " + kind);
            System.out.println("end " + mutant + " " + kind + " " + use(copy));
            delete(copy);
        }
    }

    /** Fills a folder with the entries that the mutants must not turn into others. */
    static void fill(Path folder) {
        try (SystemTime time = new SystemTime();
                DiskTier tier = DiskTier.at(folder).maximumBytes(BUDGET)) {
            tier.start(new TierContext(time, Runnable::run));
            for (int key = 0; key < KEYS; key++) {
                tier.put(key(key), KilledWriter.entry(key(key), key), Gate.OPEN);
            }
        }
    }

    private static TierKey key(int number) {
        return new TierKey("small", "k" + number);
    }

    private static String use(Path folder) {
        int right = 0;
        try (SystemTime time = new SystemTime();
                DiskTier tier = DiskTier.at(folder).maximumBytes(BUDGET)) {
            tier.start(new TierContext(time, Runnable::run));
            for (int number = 0; number < KEYS; number++) {
                Entry read = tier.get(key(number));
                if (read != null && (!KilledWriter.isRight(key(number), read) || read.tag() != number + 1)) {
                    return "WRONG " + key(number);
                }
                right += read == null ? 0 : 1;
            }
            for (int number = 0; number < KEYS; number++) {
                put(tier, number);
            }
        }
        return "right " + right;
    }

    /** A change that fails in a damaged file throws; that is what the cache above expects. */
    private static void put(DiskTier tier, int number) {
        try {
            tier.put(key(number), KilledWriter.entry(key(number), number), Gate.OPEN);
        } catch (TierUnavailableException counted) {
            // Nothing is promised of a write into a damaged file but that it says so.
        }
    }

    private static String mutate(Path folder, Random random) throws IOException {
        DiskFolder files = new DiskFolder(folder);
        List<Path> targets = List.of(files.map(), files.map(), files.map(), files.marker(), files.journal());
        Path target = targets.get(random.nextInt(targets.size()));
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            String name = target.getFileName().toString();
            switch (random.nextInt(6)) {
                case 0 -> file.setLength((long) (random.nextDouble() * file.length()));
                case 1 -> pages(file, random, new byte[PAGE]);
                case 2 -> pages(file, random, null);
                case 3 -> file.setLength(file.length() + random.nextInt(10_000));
                case 4 -> Files.copy(files.map(), target, StandardCopyOption.REPLACE_EXISTING);
                default -> {
                    for (int flips = 1 + random.nextInt(200); flips > 0; flips--) {
                        long at = (long) (random.nextDouble() * file.length());
                        file.seek(at);
                        int old = file.read();
                        file.seek(at);
                        file.write(old ^ (1 << random.nextInt(8)));
                    }
                    return "flips in " + name;
                }
            }
            return "a changed " + name;
        }
    }

    private static void pages(RandomAccessFile file, Random random, byte[] page) throws IOException {
        for (int count = 1 + random.nextInt(10); count > 0; count--) {
            byte[] content = page == null ? new byte[PAGE] : page;
            if (page == null) {
                random.nextBytes(content);
            }
            long pages = Math.max(1, file.length() / PAGE);
            file.seek(PAGE * (long) (random.nextDouble() * pages));
            file.write(content, 0, (int) Math.min(PAGE, Math.max(1, file.length() - file.getFilePointer())));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
