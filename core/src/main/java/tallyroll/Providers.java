package tallyroll;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.ServiceLoader;

/**
 * Finds what is registered under {@code META-INF/services}. Only our own jars and the user's can register anything of ours, and
 * {@code ./tallyroll} says which these are: a search of the whole class path opens two hundred libraries.
 */
public final class Providers {
    /** Jars, joined as in a class path; the whole class path where it is not set, as the thread's class loader gives it. */
    static final String PLACES = "tallyroll.providers";

    private static final String SERVICES = "META-INF/services/";

    private Providers() {}

    /** The providers of a service of ours, in the order of the class path. */
    public static <S> ServiceLoader<S> of(Class<S> service) {
        String places = System.getProperty(PLACES, "");
        return places.isEmpty()
                ? ServiceLoader.load(service)
                : ServiceLoader.load(service, new Registrations(places, Providers.class.getClassLoader()));
    }

    /** Finds registrations in some jars, and everything else where its parent does. */
    private static final class Registrations extends ClassLoader {
        private final String places;

        Registrations(String places, ClassLoader all) {
            super(all);
            this.places = places;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.startsWith(SERVICES) ? jars().findResources(name) : super.getResources(name);
        }

        /** Not to be closed: what it finds is read later. */
        private URLClassLoader jars() {
            String[] paths = places.split(File.pathSeparator, -1);
            URL[] urls = new URL[paths.length];
            for (int i = 0; i < paths.length; i++) {
                urls[i] = url(paths[i]);
            }
            return new URLClassLoader(urls, null);
        }

        private static URL url(String path) {
            try {
                return Path.of(path).toUri().toURL();
            } catch (IOException odd) {
                throw new UncheckedIOException(odd);
            }
        }
    }
}
