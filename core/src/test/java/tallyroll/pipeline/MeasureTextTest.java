package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the parts of a measure begin and end. */
class MeasureTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    count                                    | count [] ''
                    count()                                  | count [] ''
                    sum( delay )                             | sum [delay] ''
                    quantiles(delay, 0.5,0.99)               | quantiles [delay; 0.5; 0.99] ''
                    sum(price * pieces)                      | sum [price * pieces] ''
                    sum(if(a > 0, a, b))                     | sum [if(a > 0, a, b)] ''
                    top_k(concat(a, ',)', b), 3)             | top_k [concat(a, ',)', b); 3] ''
                    sum(case when x = 'it''s (' then 1 end)  | sum [case when x = 'it''s (' then 1 end] ''
                    max(m['a,b'])                            | max [m['a,b']] ''
                    count where status >= 500                | count [] 'status >= 500'
                    sum(delay)where (a, b) in ((1, 2))       | sum [delay] '(a, b) in ((1, 2))'
                    count WHERE note = 'where )'             | count [] 'note = 'where )''
                    sum(delay, )                             | sum [delay; ] ''
                    sum(delay                                | none
                    sum(delay))                              | none
                    sum('delay)                              | none
                    sum('delay\\                            | none
                    count where                              | none
                    count wherever                           | none
                    sum delay                                | none
                    (delay)                                  | none
                    errors / requests                        | none
                    """)
    void read_text_isItsParts(String text, String parts) {
        assertThat(MeasureText.read(text)
                        .map(read -> read.function() + " [" + String.join("; ", read.arguments()) + "] '"
                                + read.condition() + "'")
                        .orElse("none"))
                .isEqualTo(parts);
    }
}
