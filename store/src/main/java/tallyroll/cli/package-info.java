/**
 * The command line's shell: it finds the verbs, runs one and turns its outcome into an exit code.
 *
 * <p>Verbs come from the class path, so that this package knows none of them by name.
 */
package tallyroll.cli;
