package tallyroll.store;

import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.ssl.SslEngineFactory;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import tallyroll.pipeline.Pipeline.Tls;
import tallyroll.tls.KeyFiles;

/** Encrypts connections to nodes; each new one with the certificates that the files hold by then. */
final class TlsConnections implements SslEngineFactory {
    private final KeyFiles files;
    private final boolean verifyHost;

    TlsConnections(Tls tls) {
        files = tls.files();
        verifyHost = tls.verifyHost();
    }

    @Override
    public SSLEngine newSslEngine(EndPoint node) {
        InetSocketAddress address = (InetSocketAddress) node.resolve();
        SSLEngine engine = files.context().createSSLEngine(address.getHostString(), address.getPort());
        engine.setUseClientMode(true);
        if (verifyHost) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
