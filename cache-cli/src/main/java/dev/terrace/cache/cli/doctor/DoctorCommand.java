package dev.terrace.cache.cli.doctor;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.cli.console.ExitCodes;
import dev.terrace.cache.cli.console.Json;
import dev.terrace.cache.cli.console.Numbers;
import dev.terrace.cache.cli.console.Output;
import dev.terrace.cache.cli.console.Surroundings;
import dev.terrace.cache.cli.console.Table;
import dev.terrace.cache.cli.doctor.RoundTrip.Times;
import dev.terrace.cache.cli.doctor.RoundTrip.Trip;
import dev.terrace.cache.cli.local.ConfigurationOption;
import dev.terrace.cache.config.Configuration;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.tier.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks one thing after the other, and changes nothing that is kept. */
@Command(
        name = "doctor",
        description =
                "Check the JVM and its flags, the folder, free space, Redis, and the round trip of an entry through"
                        + " each tier. Harmless while a server runs.")
public final class DoctorCommand implements Callable<Integer> {

    private static final long SMALL = 16L << 20;
    private static final int ROUNDS = 2000;
    private static final String FIX_DISK = "see the message; docs/disk.md says what the JVM needs";
    private static final String FIX_OTHER = "see whether the server of redis.url answers, and lets this user in";

    private final Surroundings surroundings;

    @Mixin
    private final Output output;

    @Mixin
    private final ConfigurationOption configuration;

    @Option(
            names = "--benchmark",
            description = "Also take the time of " + ROUNDS + " writes and reads of 1 KiB per tier.")
    private boolean measures;

    /** Makes the command. */
    public DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        output = new Output(surroundings);
        configuration = new ConfigurationOption(surroundings);
    }

    /** All that was found. */
    private record Findings(List<Finding> findings, List<Times> benchmark) {

        void add(Trip trip) {
            findings.add(trip.finding());
            if (trip.times() != null) {
                benchmark.add(trip.times());
            }
        }

        boolean isWell() {
            return findings.stream().noneMatch(finding -> finding.state() == Finding.State.FAIL);
        }
    }

    @Override
    public Integer call() {
        Findings all = new Findings(new ArrayList<>(), new ArrayList<>());
        all.findings().add(JavaCheck.run());
        Configuration settings = configuration.read();
        Map<String, String> effective = settings.effective();
        all.findings().add(Finding.ok("configuration", effective.size() + " settings hold"));
        FolderCheck folder = FolderCheck.of(effective);
        RoundTrip roundTrip = new RoundTrip(surroundings.time(), measures ? ROUNDS : 0);
        all.add(roundTrip.through("memory", "", CacheManager.builder().memory(memory -> memory.maximumBytes(SMALL))));
        for (Tier tier : settings.tiers()) {
            if (tier instanceof DiskTier) {
                all.findings().addAll(folder.run());
                all.add(throughDisk(roundTrip, folder));
            } else {
                all.add(roundTrip.through(tier.name(), FIX_OTHER, alone(tier)));
            }
        }
        output.show(Json.tree(all), () -> text(all));
        return all.isWell() ? ExitCodes.OK : ExitCodes.FAILURE;
    }

    private static ManagerBuilder alone(Tier tier) {
        return CacheManager.builder().memory(MemorySettings::disabled).tier(tier);
    }

    /** In a folder of its own on the same device: a server may have the real one. */
    private static Trip throughDisk(RoundTrip roundTrip, FolderCheck folder) {
        try (Scratch scratch = new Scratch(folder.nearest())) {
            DiskTier disk = DiskTier.at(scratch.folder()).maximumBytes(SMALL);
            return roundTrip.through("disk", FIX_DISK, alone(disk));
        } catch (RuntimeException e) {
            return new Trip(Finding.fail("round trip: disk", String.valueOf(e.getMessage()), FIX_DISK), null);
        }
    }

    private static String text(Findings all) {
        Table table = new Table("check", "state", "found");
        for (Finding finding : all.findings()) {
            String fix = finding.fix().isEmpty() ? "" : "; " + finding.fix();
            table.row(finding.check(), finding.state(), finding.detail() + fix);
        }
        return all.benchmark().isEmpty()
                ? table.toString()
                : table + System.lineSeparator() + System.lineSeparator() + times(all.benchmark());
    }

    private static Table times(List<Times> all) {
        Table table = new Table("tier", "set p50", "set p99", "get p50", "get p99");
        all.forEach(times -> table.row(
                times.tier(),
                Numbers.nanos(times.setP50()),
                Numbers.nanos(times.setP99()),
                Numbers.nanos(times.getP50()),
                Numbers.nanos(times.getP99())));
        return table;
    }
}
