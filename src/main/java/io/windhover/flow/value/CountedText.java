package io.windhover.flow.value;

/**
 * Takes steps for each character that is looked at.
 */
record CountedText(CharSequence text, int stepsPerCharacter, Runnable step) implements CharSequence {

	@Override
	public int length() {
		return this.text.length();
	}

	@Override
	public char charAt(int index) {
		for (int i = 0; i < this.stepsPerCharacter; i++) {
			this.step.run();
		}
		return this.text.charAt(index);
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return new CountedText(this.text.subSequence(start, end), this.stepsPerCharacter, this.step);
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
