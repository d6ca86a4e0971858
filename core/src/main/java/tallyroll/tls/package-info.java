/**
 * The certificates and keys of TLS connections, read of files in the forms in which they are handed out.
 *
 * <p>Read first: {@link tallyroll.tls.KeyFiles}. Kept here: a file that has changed is read again for the next connection, and one
 * that cannot be used replaces nothing that could. Not here: sockets, and who connects to whom.
 */
package tallyroll.tls;
