// The one way in: `npm start`, `npm test` and the other scripts work on a fresh clone, because this installs and
// builds what is missing first. It runs on Node 20 with nothing installed, so it imports Node's own modules only.
import { build } from './bootstrap/build.mjs';
import { install } from './bootstrap/install.mjs';
import { tasks } from './bootstrap/tasks.mjs';

const [name = '', ...flags] = process.argv.slice(2);

async function main() {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task === undefined) {
    console.error(`There is no task "${name}"; there are ${Object.keys(tasks).join(', ')}.`);
    return 2;
  }
  if (Number(process.versions.node.split('.')[0]) < 20) {
    console.error(`Node ${process.versions.node} is too old to start with; Node 20 or newer is needed.`);
    return 2;
  }
  const node = await install();
  if (node === undefined) return 1;
  if (task.needsBuild && !(await build(node))) return 1;
  return task.run(node, flags);
}

process.exitCode = await main();
