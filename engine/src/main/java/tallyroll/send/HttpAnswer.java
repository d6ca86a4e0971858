package tallyroll.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a receiver says of a request, see docs/receivers.
 *
 * @param events whether it is about the events: they were taken, some or all of them as dead letters
 * @param unknown whether it leaves open if they were taken
 * @param error why they were not; empty where they were
 */
record HttpAnswer(
        int status,
        boolean events,
        boolean unknown,
        String error,
        long rejected,
        List<Rejection> rejections,
        long retrySeconds) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 300;
    private static final long MAX_RETRY_SECONDS = 60;

    /** @param event its place in the request, from 1 */
    record Rejection(long event, String code, String reason) {}

    static HttpAnswer of(int status, byte[] body, String retryAfter) {
        JsonNode json = json(body);
        boolean about = json.has("accepted") || (status >= 200 && status < 300);
        List<Rejection> rejections = new ArrayList<>();
        for (JsonNode each : json.path("rejections")) {
            rejections.add(new Rejection(
                    each.path("event").asLong(),
                    each.path("code").asText(),
                    each.path("reason").asText()));
        }
        String error = json.path("error").asText(new String(body, StandardCharsets.UTF_8).strip());
        boolean unknown = status >= 500 && !error.contains("Nothing was taken");
        return new HttpAnswer(
                status,
                about,
                unknown,
                error.length() > LONGEST ? error.substring(0, LONGEST) + "…" : error,
                json.path("rejected").asLong(),
                rejections,
                seconds(retryAfter));
    }

    /** Whether to send the request again later. */
    boolean again() {
        return status == 429 || status == 503;
    }

    private static JsonNode json(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? JSON.createObjectNode() : json;
        } catch (IOException another) {
            return JSON.createObjectNode();
        }
    }

    private static long seconds(String retryAfter) {
        try {
            return Math.max(1, Math.min(MAX_RETRY_SECONDS, Long.parseLong(retryAfter.strip())));
        } catch (NumberFormatException dateOrNone) {
            return 1;
        }
    }
}
