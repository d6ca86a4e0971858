/**
 * The certificates and keys of TLS connections, read of files in the forms in which they are handed out.
 *
 * <p>Read first: {@link tallyroll.tls.KeyFiles}. Not here: sockets, and who connects to whom.
 */
package tallyroll.tls;
