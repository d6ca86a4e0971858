/**
 * Finds the identities that were recorded more than once, at a cost by new event and not by the record's age: new identities are
 * sorted into runs, and runs that were not compared yet are compared with those of the buckets that they reach.
 *
 * <p>Read first: {@link tallyroll.search.IndexedSearch}, {@link tallyroll.search.RunMaking}, {@link tallyroll.search.Lookup}. Kept
 * here: a search finds what going through the whole record would find (rule R1), and holds a bounded number of identities at a
 * time, whatever the record holds. Not here: which event of an identity counts, and when a search is made.
 */
package tallyroll.search;
