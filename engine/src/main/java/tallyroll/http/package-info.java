/**
 * The HTTP receiver: {@code POST} requests of lines or arrays, answered once their events are safe.
 *
 * <p>Read first: {@link tallyroll.http.HttpReceiver} (what bounds it), {@link tallyroll.http.EventsHandler} (a request's way),
 * {@link tallyroll.http.BodyParser}. Kept here: memory is bounded whatever senders do; a refused request is refused whole, and its
 * answer says so. Not here: whether an event is valid.
 */
package tallyroll.http;
