package tallyroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.pipeline.Strategy;

/** The page in a real browser, opened from disk with no network. */
class ReportPageIT {
    @TempDir
    private static Path directory;

    private static Chromium chromium;
    private static URI page;
    private static String elements;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        chromium = Chromium.installed(directory);
        Path file = directory.resolve("lab.html");
        ReportPage.write(Synthetic.report(1), file);
        page = file.toUri();
        elements = chromium.elements(page, "--window-size=1280,900");
    }

    @Test
    void page_opened_isReadyWithoutError() {
        assertThat(elements)
                .contains("data-ready=\"true\"")
                .contains("<pre id=\"errors\" class=\"notice\" hidden=\"\"></pre>");
    }

    @Test
    void grid_wholeRun_hasNineCellsOfTenMarks() {
        assertThat(all("<h4>([a-z-]+)</h4>")).hasSize(9).contains("idempotent-direct");
        assertThat(all("<button class=\"[a-z-]+\" type=\"button\" title=\"([^\"]+)\""))
                .hasSize(90);
    }

    @Test
    void charts_all_showTheirBars() {
        assertThat(all("<canvas id=\"chart-speed\"[^>]* data-bars=\"(\\d+)\"")).containsExactly("9");
        assertThat(all("<canvas[^>]* data-bars=\"(\\d+)\"")).hasSize(12).doesNotContain("0");
    }

    /** What stays wrong is as many dark bars as there are marks for it: of the six without a record, and of no other. */
    @ParameterizedTest
    @CsvSource({
        "counters, 6, 0",
        "counters-wal, 7, 0",
        "counters-direct, 6, 0",
        "aggregates, 5, 0",
        "aggregates-direct, 4, 0",
        "idempotent, 0, 3",
        "idempotent-wal, 0, 1",
        "idempotent-direct, 0, 1"
    })
    void bars_ofErrors_areDarkWhereTheyRemain(String strategy, String forGood, String untilReplay) {
        String canvas = all("(<canvas id=\"chart-off-" + strategy + "\"[^>]*>)").get(0);

        assertThat(canvas)
                .contains("data-remaining=\"" + forGood + "\"")
                .contains("data-until-replay=\"" + untilReplay + "\"");
    }

    @Test
    void page_partialRun_promisesNoMoreThanItHas() throws IOException, InterruptedException {
        Path file = directory.resolve("partial.html");
        ReportPage.write(
                Synthetic.partial(
                        List.of(Strategy.COUNTERS, Strategy.IDEMPOTENT_DIRECT),
                        List.of(FaultKind.DRIVER_KILLED, FaultKind.KAFKA_RESTARTED, FaultKind.REPLAYED)),
                file);

        String partial = chromium.elements(file.toUri());

        assertThat(partial)
                .contains("data-ready=\"true\"")
                .contains("<title>Two ways to keep a tally, three ways to break it</title>")
                .contains("<dd>2 of 9</dd>")
                .contains("<dd>3 of 10</dd>")
                .doesNotContainIgnoringCase(">nine", "ten ways");
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 820, 1280, 1920})
    void page_anyWidth_cutsNothingOff(int width) throws IOException, InterruptedException {
        assertThat(chromium.elements(page, "--window-size=" + width + ",900"))
                .contains("data-overflow=\"0\"")
                .contains("data-cut=\"0\"");
    }

    @Test
    void link_toATrial_opensItsDetails() throws IOException, InterruptedException {
        String details = chromium.elements(URI.create(page + "#aggregates-direct/driver-killed"));

        assertThat(details)
                .contains("<dialog id=\"details\" aria-labelledby=\"details-title\" open=\"\">")
                .contains("<h2 id=\"details-title\">Driver killed</h2>");
    }

    @Test
    void page_hostileNotes_areShownAsText() throws IOException, InterruptedException {
        String note = "</script><script>document.body.dataset.taken = 'true'</script><img src=x onerror=nothing()>";
        Path file = directory.resolve("hostile.html");
        ReportPage.write(Synthetic.noted(note), file);

        assertThat(chromium.elements(file.toUri()))
                .contains("data-ready=\"true\"")
                .contains("&lt;img src=x")
                .doesNotContain("data-taken", "<img");
    }

    @Test
    void page_withAnError_showsIt() throws IOException, InterruptedException {
        Path file = directory.resolve("faulty.html");
        Files.writeString(
                file, ReportPage.html(Synthetic.report(1)).replace("drawFacts();", "drawFacts(); nothing();"));

        assertThat(chromium.elements(file.toUri()))
                .contains("This page has an error: Uncaught ReferenceError: nothing is not defined");
    }

    @ParameterizedTest
    @CsvSource({"light,1,185", "dark,0,15"})
    void picture_inEitherScheme_hasItsBrightness(String scheme, int preferred, int min)
            throws IOException, InterruptedException {
        String setting = "--blink-settings=preferredColorScheme=" + preferred;

        Path picture = chromium.picture(page, "lab-" + scheme + ".png", "--window-size=1280,4100", setting);

        assertThat(brightness(picture)).isBetween(min, min + 70);
    }

    /** Of the whole picture, 0 is black and 255 white. */
    private static int brightness(Path picture) throws IOException {
        BufferedImage image = ImageIO.read(picture.toFile());
        long sum = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                sum += (image.getRGB(x, y) >> 8) & 0xff;
            }
        }
        return (int) (sum / ((long) image.getWidth() * image.getHeight()));
    }

    private static List<String> all(String pattern) {
        return Pattern.compile(pattern)
                .matcher(elements)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
