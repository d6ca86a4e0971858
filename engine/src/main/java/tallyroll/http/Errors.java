package tallyroll.http;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server itself refuses, in the same form as all other answers: no HTTP, a stop under way, a fault of ours. */
final class Errors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Object reason = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        String message = status == HttpStatus.SERVICE_UNAVAILABLE_503
                ? "This receiver is stopping. Nothing was taken; send the request again."
                : "The request is refused: " + (reason == null ? HttpStatus.getMessage(status) : reason) + ".";
        EventsHandler.write(HttpReply.refused(status, message), response, callback);
        return true;
    }
}
