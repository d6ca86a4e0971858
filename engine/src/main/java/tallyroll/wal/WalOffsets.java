package tallyroll.wal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tallyroll.source.AvailableOffsets;

/**
 * How far the logs of a directory reach, at one look. Keys are numbers of logs: the partitions of their entries' positions.
 *
 * @param earliest by log, the first sequence that is kept
 * @param latest by log, one past the last entry that can be read; of the same logs as {@code earliest}. A log without entries is
 *     in neither
 * @param standing all logs that are not deleted. A log that is no longer among them is finished, its positions may be forgotten,
 *     and its number never comes back
 * @param unreadBytes what is kept above the committed positions, about
 * @param remarks sentences about logs that ended in disorder
 */
public record WalOffsets(
        Map<Integer, Long> earliest,
        Map<Integer, Long> latest,
        Set<Integer> standing,
        long unreadBytes,
        List<String> remarks)
        implements AvailableOffsets {
    public WalOffsets {
        earliest = Map.copyOf(earliest);
        latest = Map.copyOf(latest);
        standing = Set.copyOf(standing);
        remarks = List.copyOf(remarks);
    }
}
