package tallyroll.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A report as one HTML page that needs nothing but itself: style, scripts, the chart library with its licence and the data are
 * all in it, so it can be opened from disk, mailed and kept.
 *
 * <p>The template is {@code page.html} beside this class; each {@code @{name}} in it is replaced once. What is put in is trusted
 * by the browser, so everything that comes from a report goes through {@link PageData#json}, and the scripts put it into the page
 * as text only.
 */
public final class ReportPage {
    private static final Pattern SLOT = Pattern.compile("@\\{([a-z.]+)}");
    private static final String CHART = "chart.js";
    private static final String WEBJARS = "/META-INF/resources/webjars/chart.js/";
    private static final String PROPERTIES = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

    private ReportPage() {}

    public static void write(LabReport report, Path file) throws IOException {
        Files.writeString(file, html(report));
    }

    static String html(LabReport report) throws IOException {
        StringBuilder page = new StringBuilder();
        Matcher slots = SLOT.matcher(resource("page.html"));
        while (slots.find()) {
            slots.appendReplacement(page, Matcher.quoteReplacement(content(slots.group(1), report)));
        }
        return slots.appendTail(page).toString();
    }

    private static String content(String slot, LabReport report) throws IOException {
        return switch (slot) {
            case "data" -> PageData.json(report);
            case "title" -> PageTitle.of(report).title();
            case "lead" -> PageTitle.of(report).lead();
            case CHART -> inline(CHART, chart());
            default -> inline(slot, resource(slot));
        };
    }

    /** The library's licence must go where the library goes; its source map is left behind. */
    private static String chart() throws IOException {
        Properties release = new Properties();
        try (InputStream properties = open(PROPERTIES)) {
            release.load(properties);
        }
        String root = WEBJARS + release.getProperty("version");
        String code = resource(root + "/dist/chart.umd.min.js").replaceAll("(?m)^//# sourceMappingURL=.*$", "");
        return "/*\n" + resource(root + "/LICENSE.md").strip() + "\n*/\n" + code.strip();
    }

    /** Within a script or style element the parser looks for nothing but its end tag, so that must not occur in it. */
    private static String inline(String name, String text) {
        if (text.contains("</script") || text.contains("</style")) {
            throw new IllegalStateException(
                    "Cannot put %s into the page: it contains an end tag, which would end the element early"
                            .formatted(name));
        }
        return text;
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = open(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(String name) {
        InputStream resource = ReportPage.class.getResourceAsStream(name);
        if (resource == null) {
            throw new IllegalStateException(
                    "Cannot write the page: %s is not on the class path; build the lab with Maven".formatted(name));
        }
        return resource;
    }
}
