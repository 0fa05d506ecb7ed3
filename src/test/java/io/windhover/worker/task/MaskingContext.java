package io.windhover.worker.task;

import java.util.Map;

import io.windhover.secret.TestSecrets;
import io.windhover.secret.UsedSecrets;
import org.slf4j.event.Level;

/**
 * Masks a secret, as the attempt does that has used it.
 */
public class MaskingContext extends RecordingContext {

	private final UsedSecrets secrets;

	/**
	 * Has used a secret.
	 */
	public MaskingContext(String secret) {
		this.secrets = new UsedSecrets(TestSecrets.of(Map.of("KEY", secret)));
		this.secrets.secret("KEY");
	}

	@Override
	public void log(Level level, String message) {
		super.log(level, masked(message));
	}

	@Override
	public String masked(String text) {
		return this.secrets.mask(text);
	}

	@Override
	public String maskedCut(String text) {
		return this.secrets.maskCut(text);
	}

}
