package tallyroll.sim;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import tallyroll.record.IdentityIndex;
import tallyroll.record.IdentityRun;

/** The index as one host reaches it: hosts die before and after each write, and reads get no answer. */
final class FaultyIndex implements IdentityIndex {
    private final IdentityIndex index;
    private final FaultyRecord record;

    FaultyIndex(IdentityIndex index, FaultyRecord record) {
        this.index = index;
        this.record = record;
    }

    @Override
    public List<IdentityRun> runs(long from, long until) {
        record.answers("reading runs");
        return index.runs(from, until);
    }

    @Override
    public Iterator<Page> pages(IdentityRun run, int first, int until) {
        record.answers("reading pages of " + run);
        return index.pages(run, first, until);
    }

    @Override
    public Iterator<Page> wholes(long from, long until) {
        record.answers("reading the pages of short runs");
        return index.wholes(from, until);
    }

    @Override
    public void write(IdentityRun run, int first, Iterator<byte[]> pages, long writeTimestamp) {
        record.writes("writing " + run, () -> index.write(run, first, pages, writeTimestamp));
    }

    @Override
    public void list(IdentityRun run, long writeTimestamp) {
        record.writes("listing " + run, () -> index.list(run, writeTimestamp));
    }

    @Override
    public void dropRuns(List<IdentityRun> runs, long writeTimestamp) {
        if (record.off(Off.REPLACED_DROPPED)) {
            return;
        }
        for (IdentityRun run : runs) {
            record.writes("dropping " + run, () -> index.dropRuns(List.of(run), writeTimestamp));
        }
    }

    @Override
    public List<Finding> findings(long from, long until) {
        record.answers("reading findings");
        List<Finding> findings = index.findings(from, until);
        return record.off(Off.FINDINGS)
                ? findings.stream().map(FaultyIndex::nothing).toList()
                : findings;
    }

    /** Searched, with nothing found: of the bytes, version and horizon are left. */
    private static Finding nothing(Finding finding) {
        int end = 1;
        while (finding.repeated()[end] < 0) {
            end++;
        }
        byte[] empty = Arrays.copyOf(finding.repeated(), end + 1);
        return new Finding(finding.bucket(), finding.through(), finding.searched(), empty);
    }

    @Override
    public void keep(List<Finding> findings, long writeTimestamp) {
        for (Finding finding : findings) {
            record.writes(
                    "keeping what was found about bucket " + finding.bucket(),
                    () -> index.keep(List.of(finding), writeTimestamp));
        }
    }

    @Override
    public void dropFindings(List<Finding> findings, long writeTimestamp) {
        for (Finding finding : findings) {
            record.writes(
                    "dropping a finding about bucket " + finding.bucket(),
                    () -> index.dropFindings(List.of(finding), writeTimestamp));
        }
    }

    @Override
    public void forget(long bucket, long writeTimestamp) {
        throw new IllegalStateException("only the record forgets");
    }
}
