package dev.terrace.cache.metrics.stats;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes statistics as JSON. The names are those of the records; a test pins them. */
final class StatisticsJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private StatisticsJson() {}

    static String write(Statistics statistics) {
        return MAPPER.writeValueAsString(statistics);
    }
}
