// Of each line "expression|zone|instant" the next four dates, as milliseconds.
import { readFileSync } from 'node:fs';
import { Cron } from 'croner';

for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
	const [expression, timezone, after] = line.split('|');
	const dates = new Cron(expression, { timezone, paused: true }).nextRuns(4, new Date(after));
	console.log(dates.map((date) => date.getTime()).join(' '));
}
