package tallyroll.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import tallyroll.pipeline.HiddenTexts;

/** Takes secrets out of what is written. A message is written in one piece, so no secret is cut in two. */
final class SecretFilter extends FilterWriter {
    SecretFilter(Writer out) {
        super(out);
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        out.write(HiddenTexts.withoutSecrets(text.substring(from, from + length)));
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        out.write(HiddenTexts.withoutSecrets(new String(text, from, length)));
    }
}
