package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate for 127.0.0.1 that nobody trusts who was not told to.
 */
public final class ServerCertificate {

	public static final String PASSWORD = "secret";

	private ServerCertificate() {
	}

	/**
	 * Makes a PKCS12 store with the key and the certificate.
	 */
	public static Path make(Path directory) throws IOException, InterruptedException {
		Path store = directory.resolve("server.p12");
		Process keytool = new ProcessBuilder(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						"server", "-keyalg", "EC", "-dname", "CN=search", "-ext", "san=ip:127.0.0.1", "-storetype",
						"PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD))
			.inheritIO()
			.start();
		assertThat(keytool.waitFor()).isZero();
		return store;
	}

	static KeyStore load(Path store) throws GeneralSecurityException, IOException {
		return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
	}

}
