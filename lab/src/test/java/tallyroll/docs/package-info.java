/**
 * The documentation compared with the code: what is written there parses, exists and leads somewhere.
 *
 * <p>Read first: {@link tallyroll.docs.SnippetsTest}, {@link tallyroll.docs.PagesTest}. Kept here: a page that names a command, an
 * option, a file, a type, a test or a column that is not there fails the build. Not here: the generated reference, which its own
 * module compares.
 */
package tallyroll.docs;
