package tallyroll.measure;

import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.MalformedBytesException;

/** What every measure has: a name, its columns and the version byte before its state. */
abstract class BoundMeasure implements Measure {
    static final int VERSION = 1;

    private final String name;
    private final List<Column> columns;

    BoundMeasure(String name, List<Column> columns) {
        this.name = name;
        this.columns = List.copyOf(columns);
    }

    /** The measure's name in its rollup, also the name or prefix of its columns. */
    final String name() {
        return name;
    }

    @Override
    public final List<Column> columns() {
        return columns;
    }

    /** Of a few numbers: the largest is a state of sums of doubles of very different magnitude. */
    @Override
    public int maxBytes() {
        return 1024;
    }

    @Override
    public boolean orderIndependent() {
        return true;
    }

    /** Steps over the version byte; there is one version so far. */
    final void expectVersion(ByteReader in) {
        int version = in.readByte();
        if (version != VERSION) {
            throw malformed("version " + version + " is not one this build reads; it reads version " + VERSION);
        }
    }

    final MalformedBytesException malformed(String why) {
        return new MalformedBytesException("cannot read the state of measure \"" + name + "\": " + why);
    }
}
