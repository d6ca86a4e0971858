package tallyroll.sim;

/**
 * One record of the simulated topic.
 *
 * @param fact what it says; null where it is no event
 */
record Sent(byte[] raw, Fact fact) {}
