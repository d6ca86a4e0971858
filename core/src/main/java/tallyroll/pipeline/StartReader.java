package tallyroll.pipeline;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Reads {@code source.kafka.start}. */
final class StartReader {
    private final DefinitionErrors faults;

    StartReader(DefinitionErrors faults) {
        this.faults = faults;
    }

    /** Where a new pipeline begins; at the first record kept where nothing is written, or nothing right. */
    StartPosition read(Section kafka, Topics sources) {
        Optional<Section> keys = kafka.section("start");
        if (keys.isEmpty()) {
            return kafka.text("start").equals("latest") ? StartPosition.LATEST : StartPosition.EARLIEST;
        }
        return keys.get()
                .section("offsets")
                .map(topics -> offsets(topics, sources))
                .or(() -> keys.get().scalar("time").flatMap(this::time))
                .orElse(StartPosition.EARLIEST);
    }

    private Optional<StartPosition> time(Scalar written) {
        String text = written.text();
        try {
            return Optional.of(new StartPosition.At(
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text)));
        } catch (DateTimeException none) {
            faults.add(written, "is not a time that exists", "write one such as 2024-05-01T10:00:00Z");
            return Optional.empty();
        }
    }

    private StartPosition offsets(Section topics, Topics sources) {
        Map<String, Map<Integer, Long>> offsets = new HashMap<>();
        topics.entries().keySet().forEach(name -> {
            if (!sources.include(name)) {
                faults.add(topics.placeOf(name), "is not a topic of this source, which reads " + sources, "");
            }
            topics.section(name).ifPresent(partitions -> offsets.put(name, positions(partitions)));
        });
        return new StartPosition.Offsets(offsets);
    }

    private static Map<Integer, Long> positions(Section partitions) {
        Map<Integer, Long> positions = new HashMap<>();
        partitions.entries().keySet().forEach(partition -> partitions
                .scalar(partition)
                .filter(offset -> partition.matches("[0-9]{1,9}"))
                .ifPresent(offset -> positions.put(Integer.valueOf(partition), Long.parseLong(offset.text()))));
        return positions;
    }
}
