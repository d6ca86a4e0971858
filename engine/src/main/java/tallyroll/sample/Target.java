package tallyroll.sample;

import tallyroll.pipeline.Strategy;

/**
 * What a draft is to be a definition of.
 *
 * @param pipeline its name, which is a keyspace's too
 * @param source what stands below {@code source:}, indented and ending with a line end
 * @param advice lines of a comment on why it is that strategy; may be empty
 */
public record Target(String pipeline, String source, Strategy strategy, String advice) {}
