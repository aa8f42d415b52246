import { createRequire } from 'node:module';
import express, { type Router } from 'express';

/** Our own few files and one library, by name; nothing else of the disk. */
export function assets(): Router {
  const require = createRequire(import.meta.url);
  const files: Readonly<Record<string, string>> = {
    'console.css': require.resolve('#console/console.css'),
    'oncall.css': require.resolve('#console/oncall.css'),
    'tasks.css': require.resolve('#console/tasks.css'),
    'console.js': require.resolve('#console/console.js'),
    'bell.svg': require.resolve('#console/bell.svg'),
    'idiomorph.js': require.resolve('idiomorph/dist/idiomorph.min.js'),
  };
  const router = express.Router();
  router.get('/:name', (request, response, next) => {
    const file = Object.hasOwn(files, request.params.name) ? files[request.params.name] : undefined;
    if (file) response.sendFile(file, { maxAge: '1h' });
    else next();
  });
  return router;
}
