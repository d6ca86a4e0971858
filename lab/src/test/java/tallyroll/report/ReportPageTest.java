package tallyroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static String page;

    @BeforeAll
    static void write() throws IOException {
        page = ReportPage.html(Synthetic.report(1));
    }

    @Test
    void html_references_stayInThePage() {
        assertThat(all("\\b(?:src|href|action|data|poster)\\s*=\\s*[\"']?([^\"'\\s>]*)"))
                .isNotEmpty()
                .allMatch(reference -> reference.startsWith("#") || reference.equals("data:,"));
        assertThat(page).doesNotContain("@import", "url(http", "sourceMappingURL");
    }

    @Test
    void html_slots_areAllFilled() {
        assertThat(all("@\\{([a-z.]+)}")).isEmpty();
    }

    @Test
    void html_library_comesWithItsLicence() {
        assertThat(page)
                .contains("Chart.js v4")
                .contains("The MIT License (MIT)")
                .contains("The above copyright notice and this permission notice shall be included");
    }

    @Test
    void json_endTagInANote_cannotEndTheElement() {
        LabReport report = Synthetic.noted("</script><script>alert(1)</script><!--");

        String json = PageData.json(report);

        assertThat(json).doesNotContain("<").contains("\\u003c/script>");
    }

    private static List<String> all(String pattern) {
        String markup = page.replaceAll("(?s)<script.*?</script>", "");
        return Pattern.compile(pattern)
                .matcher(markup)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
