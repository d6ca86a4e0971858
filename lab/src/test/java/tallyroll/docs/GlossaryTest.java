package tallyroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One word per idea: words of a private dialect that were dropped for the field's own do not come back, in identifiers, comments,
 * messages or pages. docs/model.md defines the words that are Tallyroll's.
 */
class GlossaryTest {
    /** Dropped as any word of any identifier or text; what to write in its place stands beside it. */
    private static final Set<String> WORDS = Set.of(
            "amid", // during
            "anew", // again
            "cutter", // splitter, parser
            "cutters",
            "diary", // fault log
            "inlet", // event sink
            "inlets",
            "intake", // source binding; ingest
            "intakes",
            "keepings", // summary modes
            "lane", // codec
            "lanes",
            "leash", // parent death watch
            "parcel", // event batch
            "parcels",
            "reign", // run, lease
            "reigns",
            "sabotage", // fault injection
            "sighting", // occurrence
            "sightings",
            "stamp", // write timestamp
            "stamps",
            "strike", // injected fault
            "struck",
            "unrecorded", // without a record
            "underway"); // in flight

    /** Dropped as a type. */
    private static final Set<String> TYPES = Set.of(
            "Admission",
            "Cell",
            "Closing",
            "Course",
            "Delivery",
            "Examination",
            "Examiner",
            "Fold",
            "Gauge",
            "GoneCursor",
            "Grounds",
            "HeldCursor",
            "Keeping",
            "Letters",
            "Life",
            "Loss",
            "Meeting",
            "Moves",
            "Notice",
            "Pace",
            "Packet",
            "Pauses",
            "Portions",
            "Proof",
            "Provable",
            "Reach",
            "Reception",
            "Recurring",
            "Refusal",
            "Rig",
            "Script",
            "Sentences",
            "Shares",
            "Tape",
            "Verb",
            "Way",
            "Ways",
            "Winners");

    /** Phrases that are no English, or say it in a roundabout way. */
    private static final Pattern PHRASES = Pattern.compile(
            "(?i)\\b((?<!there )is no (address|type|name|number|measure|time|field|path|value|duration|size|property|option)\\b"
                    + "|stands? in the list twice|worked off|works? off\\b|made anew|ways? in\\b(?! (which|the|a|one|its|this|that|how)))");

    private static final Pattern WORD = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])");
    private static final Set<String> SELF = Set.of("GlossaryTest.java", "CHANGELOG.md");

    @Test
    void sources_wholeTree_haveNoDroppedWord() throws IOException {
        try (Stream<Path> files = texts()) {
            assertThat(files.flatMap(GlossaryTest::dropped)).isEmpty();
        }
    }

    @Test
    void types_wholeTree_haveNoDroppedName() throws IOException {
        try (Stream<Path> files = texts()) {
            assertThat(files.map(file -> file.getFileName().toString().replaceFirst("\\.java$", "")))
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(TYPES);
        }
    }

    @Test
    void model_words_areDefinedOnce() {
        assertThat(Page.read(Page.HOME.resolve("docs/model.md")).rows("word", "what it means"))
                .extracting(row -> row.get(0))
                .doesNotHaveDuplicates()
                .contains(
                        "event",
                        "identity",
                        "bucket",
                        "rollup",
                        "record",
                        "batch",
                        "claim",
                        "settled",
                        "drift",
                        "books");
    }

    @ParameterizedTest
    @CsvSource({
        "parcelBytes, parcel",
        "the reign of a driver, reign",
        "MOST_STAMPS, STAMPS",
        "\"localhost\" is no address, is no address",
        "its memory is worked off, worked off"
    })
    void dropped_wordInAnIdentifierOrText_isFound(String text, String found) {
        assertThat(words(text)).contains(found);
    }

    @ParameterizedTest
    @CsvSource({"timestamp", "planes", "there is no topic of that name", "one way in which it fails"})
    void dropped_partOfAnotherWord_isNot(String text) {
        assertThat(words(text)).isEmpty();
    }

    private static Stream<Path> texts() throws IOException {
        return Files.walk(Page.HOME)
                .filter(file ->
                        file.toString().endsWith(".java") || file.toString().endsWith(".md"))
                .filter(file -> Stream.of("target", ".git", ".tallyroll", "node_modules")
                        .noneMatch(Set.copyOf(
                                Stream.of(Page.HOME.relativize(file).toString().split("/"))
                                        .toList())::contains))
                .filter(file -> !SELF.contains(file.getFileName().toString()));
    }

    private static Stream<String> dropped(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return Stream.iterate(0, i -> i < lines.size(), i -> i + 1).flatMap(i -> words(lines.get(i)).stream()
                    .map(word -> Page.HOME.relativize(file) + ":" + (i + 1) + " has \"" + word + "\""));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    /** What is stored keeps its name: the key "stamp" of the control row's text. */
    private static List<String> words(String line) {
        String text = line.replace("\"stamp\"", "").replace("\\\"stamp\\\"", "");
        return Stream.concat(
                        WORD.matcher(text)
                                .results()
                                .map(MatchResult::group)
                                .filter(word -> WORDS.contains(word.toLowerCase(Locale.ROOT))),
                        PHRASES.matcher(text).results().map(MatchResult::group))
                .toList();
    }
}
